// A node that takes the same signed calls as Qoima's: its chain id, London rules, no fee.
export default {
  networks: {
    node: {
      type: "edr-simulated",
      chainId: 33012015,
      hardfork: "london",
      initialBaseFeePerGas: 0,
      blockGasLimit: 4000000000,
      mining: { auto: false, interval: 1000 },
      accounts: [],
    },
  },
};
