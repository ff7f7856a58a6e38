// What is loaded when somebody must show that it is them, or sets up what shows it.
export { ProvingScreen } from './screen.js'
export { BiometricsCard, BiometricsOffer } from './set-up.js'
