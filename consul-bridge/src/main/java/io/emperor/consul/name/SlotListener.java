package io.emperor.consul.name;

/** Who wants to know of this emperor's slots. The methods must not wait. */
public interface SlotListener {

  /**
   * Says for how long the emperor's lease is certainly held.
   *
   * @param sinceBoot nanoseconds since the machine was started, suspension included; 0 if it is not
   *     held
   */
  void heldUntil(long sinceBoot);

  /** Has the placement looked at anew. */
  void changed();

  /** The emperor's lease has lapsed: whether the slot is lost is not known. */
  void lapsed(HeldSlot slot, String how);

  /** The lease is held again and nobody has taken over: the slot's fence is what it was. */
  void regained(HeldSlot slot);

  /** It is not this emperor's any more. */
  void lost(HeldSlot slot, String how);
}
