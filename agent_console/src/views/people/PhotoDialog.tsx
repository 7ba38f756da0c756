// Choosing a photo and the square of it: drag, wheel or keys; the server cuts it from the original.
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { Icon } from '../../components/Icon'
import { t } from '../../i18n'
import type { Crop } from '../../services/admin'
import { useSending } from '../../state/work'
import { type Size, first, moved, zoomed } from './crop'
import '../../styles/people_page.css'
import '../../styles/admin.css'

const KINDS = 'image/png,image/jpeg,image/webp,image/gif'
const BYTES_MAX = 5 * 1024 * 1024
/** The side of the picture on the screen; the same number stands in admin.css. */
const SHOWN = 320
const STEP = 0.04

interface Chosen extends Size {
  file: Blob
  url: string
}

/** The square of the picture, drawn at any side. */
function Square({ picture, crop, side }: { picture: Chosen; crop: Crop; side: number }): JSX.Element {
  const scale = side / crop.size
  return (
    <span class="square" style={{ inlineSize: `${side}px`, blockSize: `${side}px` }}>
      <img
        src={picture.url}
        alt=""
        draggable={false}
        style={{
          inlineSize: `${picture.width * scale}px`,
          blockSize: `${picture.height * scale}px`,
          transform: `translate(${-crop.x * scale}px, ${-crop.y * scale}px)`,
        }}
      />
    </span>
  )
}

export interface PhotoDialogProps {
  name: string
  hasPhoto: boolean
  onUse: (file: Blob, crop: Crop) => Promise<void>
  onRemove: () => Promise<void>
  onClose: () => void
}

export function PhotoDialog({ name, hasPhoto, onUse, onRemove, onClose }: PhotoDialogProps): JSX.Element {
  const [picture, setPicture] = useState<Chosen | null>(null)
  const [crop, setCrop] = useState<Crop>({ x: 0, y: 0, size: 1 })
  const [unreadable, setUnreadable] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const form = useSending()

  useEffect(() => () => void (picture && URL.revokeObjectURL(picture.url)), [picture])

  const choose = (file: Blob | undefined): void => {
    if (!file) return
    setUnreadable('')
    if (file.size > BYTES_MAX) return setUnreadable(t('photo.too_large'))
    const url = URL.createObjectURL(file)
    const image = new Image()
    image.onload = () => {
      const chosen = { file, url, width: image.naturalWidth, height: image.naturalHeight }
      setCrop(first(chosen))
      setPicture(chosen)
    }
    image.onerror = () => {
      URL.revokeObjectURL(url)
      setUnreadable(t('photo.unreadable'))
    }
    image.src = url
  }

  const use = (): void => {
    if (!picture) return input.current?.click()
    form.run(async () => {
      await onUse(picture.file, crop)
      onClose()
    })
  }
  const remove = (): void =>
    form.run(async () => {
      await onRemove()
      onClose()
    })
  const problem = unreadable || form.error?.message

  return (
    <Dialog
      title={t('photo.title', { name })}
      lead={t('photo.lead')}
      class="wide photo-dialog"
      onClose={onClose}
      onSubmit={use}
      foot={
        <>
          {picture ? (
            <Button kind="quiet" icon="image" class="start" onClick={() => input.current?.click()}>
              {t('photo.another')}
            </Button>
          ) : (
            hasPhoto && (
              <Button kind="quiet" icon="trash" class="start" busy={form.busy} onClick={remove}>
                {t('photo.remove')}
              </Button>
            )
          )}
          <Button onClick={onClose}>{t('shell.cancel')}</Button>
          <Button type="submit" kind="primary" busy={form.busy}>
            {t(picture ? 'photo.use' : 'photo.choose')}
          </Button>
        </>
      }
    >
      <input
        ref={input}
        class="sr"
        type="file"
        accept={KINDS}
        aria-label={t('photo.choose')}
        tabIndex={-1}
        onChange={(event) => choose(event.currentTarget.files?.[0])}
      />
      {picture ? (
        <div class="cropping">
          <div class="stack">
            <Cropper picture={picture} crop={crop} onCrop={setCrop} />
            <label class="range">
              <Icon name="minus" />
              <input
                type="range"
                min={1}
                max={picture.width < picture.height ? picture.width / 64 : picture.height / 64}
                step={0.01}
                aria-label={t('photo.zoom')}
                value={Math.min(picture.width, picture.height) / crop.size}
                onInput={(event) =>
                  setCrop(
                    zoomed(crop, Math.min(picture.width, picture.height) / Number(event.currentTarget.value), picture),
                  )
                }
              />
              <Icon name="plus" />
            </label>
          </div>
          <ul class="previews">
            {([104, 64, 28] as const).map((side) => (
              <li key={side}>
                <span class="ph">
                  <Square picture={picture} crop={crop} side={side} />
                </span>
                {t(side === 104 ? 'photo.ringing' : side === 64 ? 'photo.talking' : 'photo.beside')}
              </li>
            ))}
          </ul>
        </div>
      ) : (
        <button
          type="button"
          class="dropzone"
          onClick={() => input.current?.click()}
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault()
            choose(event.dataTransfer?.files[0])
          }}
        >
          <Icon name="image" size="lg" />
          <b>{t('photo.drop')}</b>
          <small>{t('photo.kinds')}</small>
        </button>
      )}
      {problem && (
        <p class="err" role="alert">
          <Icon name="alert" size="sm" />
          {problem}
        </p>
      )}
    </Dialog>
  )
}

interface CropperProps {
  picture: Chosen
  crop: Crop
  onCrop: (crop: Crop) => void
}

/** Dragged by any pointer, moved by arrows, zoomed by wheel, plus and minus. */
function Cropper({ picture, crop, onCrop }: CropperProps): JSX.Element {
  const heldRef = useRef<{ x: number; y: number } | null>(null)
  const scale = SHOWN / crop.size

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = crop.size * (event.shiftKey ? STEP * 4 : STEP)
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    }
    const move = moves[event.key]
    if (move) onCrop(moved(crop, move[0], move[1], picture))
    else if (event.key === '+' || event.key === '=') onCrop(zoomed(crop, crop.size * (1 - STEP), picture))
    else if (event.key === '-') onCrop(zoomed(crop, crop.size * (1 + STEP), picture))
    else return
    event.preventDefault()
  }

  return (
    <button
      type="button"
      class="cropper"
      aria-label={t('photo.keys')}
      onKeyDown={onKeyDown}
      onWheel={(event) => {
        event.preventDefault()
        onCrop(zoomed(crop, crop.size * (1 + Math.sign(event.deltaY) * STEP), picture))
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        heldRef.current = { x: event.clientX, y: event.clientY }
      }}
      onPointerMove={(event) => {
        const from = heldRef.current
        if (!from) return
        heldRef.current = { x: event.clientX, y: event.clientY }
        onCrop(moved(crop, (from.x - event.clientX) / scale, (from.y - event.clientY) / scale, picture))
      }}
      onPointerUp={() => (heldRef.current = null)}
      onPointerCancel={() => (heldRef.current = null)}
    >
      <Square picture={picture} crop={crop} side={SHOWN} />
      <svg viewBox="0 0 320 320" aria-hidden="true">
        <path class="veil" d="M0 0h320v320H0zM160 6a154 154 0 1 0 0 308 154 154 0 0 0 0-308z" />
        <circle cx="160" cy="160" r="154" />
        <path class="hair" d="M160 6v308M6 160h308" />
      </svg>
    </button>
  )
}
