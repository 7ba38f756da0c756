import { expect, it } from 'vitest'
import { placeSeen } from './Install'

it('says an origin where the browser told no more, else the page', () => {
  expect(placeSeen('https://shop.example/')).toBe('https://shop.example')
  expect(placeSeen('http://localhost:3000/')).toBe('http://localhost:3000')
  expect(placeSeen('https://shop.example')).toBe('https://shop.example')
  expect(placeSeen('https://shop.example/frames/')).toBe('https://shop.example/frames/')
})
