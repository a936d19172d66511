package io.emperor.devagent.base;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Which of Consul's versions an agent answers like. */
public enum ConsulProfile {

  /** Consul 1.8, held to its binary. */
  V1_8("1.8", "1.8.7", ""),

  /** Consul from 1.15 on, modelled on published sources and held to no binary. */
  MODERN("modern", "1.22.0", "dev-agent");

  private final String word;
  private final String version;
  private final String revision;

  ConsulProfile(String word, String version, String revision) {
    this.word = word;
    this.version = version;
    this.revision = revision;
  }

  /**
   * The profile that a word stands for.
   *
   * @param word what somebody wrote
   * @return the profile
   * @throws IllegalArgumentException if there is none; the message lists the words
   */
  public static ConsulProfile of(String word) {
    for (ConsulProfile profile : values()) {
      if (profile.word.equals(word)) {
        return profile;
      }
    }
    String words =
        Arrays.stream(values()).map(ConsulProfile::word).collect(Collectors.joining(" or "));
    throw new IllegalArgumentException("no such Consul: '%s', only %s".formatted(word, words));
  }

  /**
   * What it is called in options.
   *
   * @return {@code 1.8} or {@code modern}
   */
  public String word() {
    return word;
  }

  public boolean isModern() {
    return this == MODERN;
  }

  /** The version that the agent tells. */
  public String version() {
    return version;
  }

  /** The revision that the agent tells, where Consul's is a commit. */
  public String revision() {
    return revision;
  }
}
