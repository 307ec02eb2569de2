import { packTextInto } from "#adapters/cnipa-bulk/store/description-text.ts";

/** Enough for the texts of most batches. */
const ROOM_BYTES = 2_500_000;
/** As many as may be on their way, and one being filled. */
const MOST_FREE = 4;

/** Buffers for the texts of batches: they change hands with their batch and come back when it is written, so that none is allocated for each text. */
export class TextRooms {
  readonly #free: ArrayBuffer[] = [];

  take(bytes: number): ArrayBuffer {
    const free = bytes <= ROOM_BYTES ? this.#free.pop() : undefined;
    return free ?? Buffer.allocUnsafeSlow(Math.max(bytes, ROOM_BYTES)).buffer;
  }

  giveBack(rooms: readonly ArrayBuffer[]): void {
    for (const room of rooms) {
      if (room.byteLength === ROOM_BYTES && this.#free.length < MOST_FREE) this.#free.push(room);
    }
  }
}

/** Packs the texts of one batch, one behind the other. */
export class TextPacker {
  readonly #rooms: TextRooms;
  readonly #filled: ArrayBuffer[] = [];
  #used = 0;

  constructor(rooms: TextRooms) {
    this.#rooms = rooms;
  }

  pack(text: string): Uint8Array<ArrayBuffer> {
    const bytes = text.length * 2;
    let room = this.#filled.at(-1);
    if (room === undefined || room.byteLength - this.#used < bytes) {
      room = this.#rooms.take(bytes);
      this.#filled.push(room);
      this.#used = 0;
    }
    const packed = packTextInto(text, room, this.#used);
    this.#used += bytes;
    return packed;
  }

  /** All that was packed into, and a fresh start. */
  take(): readonly ArrayBuffer[] {
    return this.#filled.splice(0);
  }
}
