package io.emperor.devagent.base;

/** Something that the agent keeps, and whose size is that of the texts in it. */
public interface Sized {

  /** How many letters there are in it, or about as many. */
  long letters();
}
