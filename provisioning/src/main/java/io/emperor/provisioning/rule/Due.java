package io.emperor.provisioning.rule;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Whether what a rule waits for is there.
 *
 * @param isDue whether it is
 * @param input for the handler then
 * @param missing what it waits for else, without any value
 */
record Due(boolean isDue, ObjectNode input, String missing) {

  /** Leaves the values out, which may be secrets. */
  @Override
  public String toString() {
    return "Due[" + isDue + ", " + missing + "]";
  }
}
