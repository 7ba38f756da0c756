import { COMMENT_CHARS } from '@limits'
import { type View, called } from '../view.ts'
import { icon } from './icon.tsx'

const STARS = [1, 2, 3, 4, 5]

/** Below a conversation that has ended: was it solved?, then the stars and one line; and the way back in. */
export function ended(view: View) {
  const { chat, ui, say } = view
  const { ratingAsked, rated, agent } = chat.talk
  return (
    <div class="foot">
      {ratingAsked && !rated && rating(view)}
      {rated && (
        <p class="sm mid" role="status">
          {say('thanks', { name: called(view, agent) })}
        </p>
      )}
      {ui.solved === null && (
        <button class={ratingAsked && !rated ? 'b' : 'b go'} onClick={() => ui.set({ again: true, focus: 'textarea' })}>
          {say('again')}
        </button>
      )}
    </div>
  )
}

function rating(view: View) {
  const { chat, ui, say } = view
  const { solved, stars, comment } = ui
  const name = called(view, chat.talk.agent)
  const forgotten = { solved: null, stars: null, comment: '' }
  return (
    <form
      class="menu pad"
      onSubmit={(event) => {
        event.preventDefault()
        chat.rate({ solved, stars, comment: comment.trim() })
        ui.set({ ...forgotten, focus: '.go' })
      }}
    >
      <fieldset>
        <legend class="h3">{say('solved')}</legend>
        <div class="two">
          {[true, false].map((answer) => (
            <label key={answer} class="b">
              <input type="radio" name="solved" checked={solved === answer} onChange={() => ui.set({ solved: answer })} />
              {say(answer ? 'yes' : 'not_yet')}
            </label>
          ))}
        </div>
      </fieldset>
      {solved !== null && [
        <fieldset key="stars">
          <legend>{say('stars', { name })}</legend>
          <div class="stars">
            {STARS.map((star) => (
              <label key={star} class={star <= (stars ?? 0) ? 'lit' : ''}>
                <input type="radio" name="stars" aria-label={say('star', { star })} checked={stars === star} onChange={() => ui.set({ stars: star })} />
                {icon('star')}
              </label>
            ))}
          </div>
        </fieldset>,
        <label key="comment" class="field">
          <b>{say('comment', { name })}</b>
          <input dir="auto" maxLength={COMMENT_CHARS} value={comment} onInput={({ currentTarget }) => ui.set({ comment: currentTarget.value })} />
        </label>,
        <div key="send" class="two">
          <button type="button" class="b" onClick={() => ui.set({ ...forgotten, focus: '.b' })}>
            {say('skip')}
          </button>
          <button class="b go">{say('send')}</button>
        </div>,
      ]}
    </form>
  )
}
