// The colleagues: name, face, presence.
import { computed, signal } from '@preact/signals'
import type { Desk, Person, PersonChange } from '@wire'
import { myId } from './conversations'

export const people = signal<ReadonlyMap<string, Person>>(new Map())

/** Me as the others see me; undefined until the desk has come. */
export const myself = computed(() => people.value.get(myId.value))

export function applyDeskPeople(desk: Desk): void {
  people.value = new Map([...desk.people, desk.me].map((person) => [person.id, person]))
}

export function applyPersonChange({ person }: PersonChange): void {
  people.value = new Map(people.peek()).set(person.id, person)
}

export function forgetPeople(): void {
  people.value = new Map()
}

/** `Ana` of `Ana Horvat`. */
export const firstName = (name: string): string => name.trim().split(/\s+/u)[0] ?? name

export const personName = (id: string): string => people.value.get(id)?.name ?? ''
