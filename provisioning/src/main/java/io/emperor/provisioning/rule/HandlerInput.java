package io.emperor.provisioning.rule;

/** How a handler gets the values of several interfaces, as one JSON object. */
public enum HandlerInput {
  /** What they have is merged; of two that have the same key, the last one's counts. */
  FLAT,
  /** Each is kept apart, under its name. */
  NESTED
}
