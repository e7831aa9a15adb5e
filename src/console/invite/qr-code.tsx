import { useEffect, useState } from "preact/hooks";
import { pathOfModules } from "./qr-path";

/** Readers need light around the code. */
const QUIET_ZONE_MODULES = 4;

interface Drawing {
  readonly size: number;
  readonly path: string;
}

/** A text as a QR code. It is dark on light in a dark theme too, since many readers know no other. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  useEffect(() => {
    let isCurrent = true;
    // Few people open this dialog, so the page begins without the encoder.
    const draw = async (): Promise<void> => {
      const { encode } = await import("uqr");
      const { size, data } = encode(text, { ecc: "L", border: QUIET_ZONE_MODULES });
      if (isCurrent) setDrawing({ size, path: pathOfModules(data) });
    };
    void draw();
    return () => {
      isCurrent = false;
    };
  }, [text]);
  if (drawing === null) return <div class="qr skeleton" />;
  const { size, path } = drawing;
  return (
    <svg
      class="qr"
      // eslint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is drawn here, and has no address
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shape-rendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}
