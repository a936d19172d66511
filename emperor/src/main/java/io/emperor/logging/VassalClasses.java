package io.emperor.logging;

/** A class loader whose classes, and those of the loaders below it, are one vassal's own. */
public interface VassalClasses {

  /**
   * Whose classes they are.
   *
   * @return the vassal's name
   */
  String vassal();
}
