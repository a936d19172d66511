package io.emperor.runtime;

/**
 * What an app threw, in words: the emperor keeps no object of an app's, and never runs its methods.
 */
final class AppFailure extends Exception {

  private static final long serialVersionUID = 1L;

  AppFailure(String words) {
    super(words, null, false, false);
  }
}
