package io.emperor.vassal.step;

import io.emperor.consul.name.HeldSlot;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * Lets an instance start only while its slot is certainly this emperor's: what was loaded before a
 * lapse must not start after it.
 */
final class SlotStep implements Step {

  private final Slots slots;

  SlotStep(StepContext context) {
    slots = context.slots();
  }

  @Override
  public String name() {
    return "slot";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation) throws IOException {
    if (generation.source().slot().isPresent()) {
      HeldSlot slot = slots.apply(generation.source());
      if (slot == null || !slot.held()) {
        throw new IOException(
            "its slot in the fleet is not certainly this emperor's: "
                + (slot == null ? "another emperor may have it" : slot.how()));
      }
    }
    return DONE;
  }

  @Override
  public CompletableFuture<Void> undo(Generation generation) {
    return DONE;
  }
}
