// A fabric that measures what it asks of other machines: what a login waits for beside the database.
import type { Fabric } from '../core/ports.js'

/** A call that leaves the process. */
export type FabricCall = 'announced' | 'present' | 'send' | 'publish' | 'noteShown' | 'wasShown' | 'allow'

export function measuredFabric(fabric: Fabric, took: (call: FabricCall, ms: number) => void): Fabric {
  const measured = async <T>(call: FabricCall, work: Promise<T>): Promise<T> => {
    const beganMs = performance.now()
    try {
      return await work
    } finally {
      took(call, performance.now() - beganMs)
    }
  }
  return {
    attach: (deviceId, socket) => fabric.attach(deviceId, socket),
    announced: (deviceId) => measured('announced', fabric.announced(deviceId)),
    present: (deviceIds) => measured('present', fabric.present(deviceIds)),
    here: (deviceIds) => fabric.here(deviceIds),
    connected: () => fabric.connected(),
    nodes: () => fabric.nodes(),
    send: (deviceId, frame) => measured('send', fabric.send(deviceId, frame)),
    watch: (challengeId, onStatus) => fabric.watch(challengeId, onStatus),
    publish: (challengeId, status) => measured('publish', fabric.publish(challengeId, status)),
    noteShown: (challengeId, deviceId, untilMs) =>
      measured('noteShown', fabric.noteShown(challengeId, deviceId, untilMs)),
    wasShown: (challengeId, deviceId) => measured('wasShown', fabric.wasShown(challengeId, deviceId)),
    allow: (key, limit, windowSeconds) => measured('allow', fabric.allow(key, limit, windowSeconds)),
    state: () => fabric.state(),
    close: () => fabric.close(),
  }
}
