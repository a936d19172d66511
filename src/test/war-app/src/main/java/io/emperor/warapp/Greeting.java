package io.emperor.warapp;

/** What the container looks for in all classes of the war. */
public interface Greeting {

  /** The greeting's words. */
  String words();
}
