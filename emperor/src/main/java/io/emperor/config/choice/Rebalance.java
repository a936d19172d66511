package io.emperor.config.choice;

/** When instances move although they are well where they are. */
public enum Rebalance {
  /** They stay. */
  NEVER("never"),
  /** Once an emperor is there that has fewer of them. */
  ON_JOIN("on-join");

  private final String word;

  Rebalance(String word) {
    this.word = word;
  }

  /** The word in a configuration file. */
  @Override
  public String toString() {
    return word;
  }
}
