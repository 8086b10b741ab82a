// How each of these programs ends: its answer as one line of JSON, or exit 1 with the reason.
export function tell(main) {
  main()
    .then((answer) => {
      console.log(JSON.stringify(answer))
      process.exit(0)
    })
    .catch((error) => {
      console.error(error)
      process.exit(1)
    })
}
