package io.emperor.warapp;

/** A greeting that nobody names: only a scan of the classes finds it. */
public final class GoodDay implements Greeting {

  /** Made by {@link Greetings}. */
  public GoodDay() {}

  @Override
  public String words() {
    return "good day";
  }
}
