import type { AudioPart, FilePart, ImagePart, MediaSource } from "../../core/message";
import { formats, messages } from "../i18n/use-messages";
import { Icon } from "../shell/icon";
import { safeMediaType, useBlobUrl } from "./blob-url";
import { safeLink } from "./safe-link";

/** An image, a sound or a file. What is in the request is shown; what is elsewhere is a link, and never fetched by the page. */
export function MediaPart({ part }: { readonly part: ImagePart | AudioPart | FilePart }) {
  const { source } = part;
  if (source.kind === "data")
    return <InlineMedia part={part} mediaType={mediaTypeOf(part, source)} base64={source.base64} />;
  const { session } = messages.value;
  const address = source.kind === "url" ? source.url : source.fileId;
  const href = source.kind === "url" ? safeLink(source.url) : null;
  return (
    <p class="media-note">
      <Icon name="link" />
      <span>
        {session.mediaElsewhere[part.type]}{" "}
        {href === null ? (
          <code>{address}</code>
        ) : (
          <a href={href} target="_blank" rel="noreferrer noopener">
            {address}
          </a>
        )}
      </span>
    </p>
  );
}

function InlineMedia({
  part,
  mediaType,
  base64,
}: {
  readonly part: ImagePart | AudioPart | FilePart;
  readonly mediaType: string;
  readonly base64: string;
}) {
  const url = useBlobUrl(mediaType, base64);
  const { session } = messages.value;
  const bytes = formats.value.number(Math.floor((base64.length * 3) / 4 / 1024));
  const caption = `${mediaType} · ${bytes} KB`;
  const isShown = safeMediaType(mediaType) === mediaType;
  const name = part.type === "file" ? (part.filename ?? session.file) : session.media[part.type];
  if (url === null) return <p class="media-note">{session.brokenMedia(caption)}</p>;
  return (
    <figure class="media">
      {part.type === "image" && isShown ? (
        <a href={url} download={session.media.image}>
          <img src={url} alt={session.media.image} decoding="async" />
        </a>
      ) : null}
      {part.type === "audio" && isShown ? (
        // eslint-disable-next-line jsx-a11y/media-has-caption -- a caller's recording has none
        <audio controls src={url} preload="metadata" aria-label={session.media.audio} />
      ) : null}
      <figcaption class="hint">
        <a href={url} download={name}>
          {name}
        </a>{" "}
        {caption}
        {part.type === "image" && part.detail !== undefined ? ` · ${part.detail}` : null}
      </figcaption>
    </figure>
  );
}

function mediaTypeOf(
  part: ImagePart | AudioPart | FilePart,
  source: Extract<MediaSource, { readonly kind: "data" }>,
): string {
  if (part.type !== "audio" || source.mediaType.startsWith("audio/")) return source.mediaType;
  const format = part.format ?? "mpeg";
  return `audio/${format === "mp3" ? "mpeg" : format}`;
}
