import { pieces } from '@core/links'
import type { JSX } from 'preact'

/** What somebody wrote: text nodes and safe links, nothing else. */
export function Words({ text }: { text: string }): JSX.Element {
  return (
    <>
      {pieces(text).map((piece, index) =>
        piece.href ? (
          <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
            {piece.text}
          </a>
        ) : (
          piece.text
        ),
      )}
    </>
  )
}
