import { Component, h, type FunctionComponent } from "preact";

/** A component that is drawn again only where one of its properties is another one, or a signal that it reads has changed. */
export function memo<Props extends object>(
  inner: FunctionComponent<Props>,
): new (props: Props) => Component<Props> {
  return class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      for (const key in next)
        if (key !== "children" && !Object.is(next[key], this.props[key as keyof typeof this.props]))
          return true;
      return false;
    }

    override render() {
      return h(inner, this.props);
    }
  };
}
