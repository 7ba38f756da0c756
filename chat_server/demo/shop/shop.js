// The basket of a demo: it counts, and forgets with the page.
const form = document.getElementById('buy')
const basket = document.getElementById('basket')
form?.addEventListener('submit', (event) => {
  event.preventDefault()
  basket.value = String(Number(basket.value) + 1)
  const size = new FormData(form).get('size')
  form.querySelector('.said').textContent = size ? `Size ${size} is in your basket.` : 'It is in your basket.'
})
