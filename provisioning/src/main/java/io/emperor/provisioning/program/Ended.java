package io.emperor.provisioning.program;

/**
 * How a program ended.
 *
 * @param status its exit status, 128 and the signal's number if a signal ended it
 * @param late whether it was ended because its time was over
 */
public record Ended(int status, boolean late) {

  public boolean isSuccess() {
    return status == 0 && !late;
  }
}
