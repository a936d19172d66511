package io.emperor.consul.lease;

import java.util.Optional;

/**
 * Where a fleet's keys stand: {@code emperor/FLEET/} with {@code marker}, {@code emperors/}, {@code
 * leases/}, {@code names/}, {@code instances/} and {@code rollouts/} below.
 *
 * @param fleet the fleet's name
 */
public record FleetKeys(String fleet) {

  public String root() {
    return "emperor/" + fleet + "/";
  }

  /** Says whether the fleet's keys are the same that they were. */
  public String marker() {
    return root() + "marker";
  }

  public String emperors() {
    return root() + "emperors/";
  }

  /** Who an emperor is, and the epoch in which it holds its lease. */
  public String emperor(String name) {
    return emperors() + NameCodec.encoded(name);
  }

  public String leases() {
    return root() + "leases/";
  }

  /** What an emperor writes again and again for as long as it holds its lease. */
  public String lease(String emperor) {
    return leases() + NameCodec.encoded(emperor);
  }

  public String names() {
    return root() + "names/";
  }

  public String name(String name) {
    return names() + NameCodec.encoded(name);
  }

  /** Everything about instances of vassals: what changes here, every emperor looks at. */
  public String instances() {
    return root() + "instances/";
  }

  public String slots() {
    return instances() + "slots/";
  }

  /** Who runs an instance of a vassal. */
  public String slot(String vassal, int number) {
    return slots() + NameCodec.encoded(vassal) + "/" + number;
  }

  public String reports() {
    return instances() + "reports/";
  }

  /** What an emperor can run, and what it runs. */
  public String report(String emperor) {
    return reports() + NameCodec.encoded(emperor);
  }

  public String scales() {
    return instances() + "scale/";
  }

  /** How many instances of a vassal an operator wants. */
  public String scale(String vassal) {
    return scales() + NameCodec.encoded(vassal);
  }

  public String reinforcements() {
    return instances() + "reinforcements/";
  }

  /** How many instances of a vassal there are since it asked for reinforcement. */
  public String reinforcement(String vassal) {
    return reinforcements() + NameCodec.encoded(vassal);
  }

  public String drains() {
    return instances() + "drain/";
  }

  /** An emperor that is to run no instances. */
  public String drain(String emperor) {
    return drains() + NameCodec.encoded(emperor);
  }

  /** With which change of a vassal's inputs an emperor has failed last. */
  public String rollout(String vassal) {
    return root() + "rollouts/" + NameCodec.encoded(vassal);
  }

  /** The name that a key below one of these stands for; empty if it stands for none. */
  public static Optional<String> nameOf(String key, String below) {
    return key.startsWith(below)
        ? NameCodec.decoded(key.substring(below.length()))
        : Optional.empty();
  }
}
