package io.emperor.consul;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Fenced writes of {@link HolderMain}s, each to a key of its own, {@code writes/FENCE/NUMBER}, and
 * the judgement of them: Consul's indexes say in which order they were applied.
 */
final class WriteHistory {

  static final String PREFIX = "writes/";

  private WriteHistory() {}

  /** What its writer was told of a write. */
  enum Told {
    DONE,
    REFUSED,
    UNKNOWN
  }

  /** A write that was applied. */
  record Applied(String key, long index) {

    long fence() {
      return Long.parseLong(key.split("/", -1)[1]);
    }
  }

  /** Reads what was applied out of an answer of Consul's to a list of keys. */
  static List<Applied> applied(String json) {
    try {
      return StreamSupport.stream(new ObjectMapper().readTree(json).spliterator(), false)
          .map(entry -> new Applied(entry.path("Key").asText(), entry.path("ModifyIndex").asLong()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what writers were told, {@code KEY TOLD} a line; an unfinished line is left out. */
  static Map<String, Told> told(String text) {
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .map(line -> line.split(" ", -1))
        .collect(Collectors.toMap(words -> words[0], words -> Told.valueOf(words[1])));
  }

  /**
   * Nothing of a holder was applied after something of a later one; what was told to be done is
   * there, and what was told to be refused is not.
   *
   * @throws AssertionError if that is not so
   */
  static void judge(List<Applied> applied, Map<String, Told> told) {
    List<Applied> inOrder = new ArrayList<>(applied);
    inOrder.sort(Comparator.comparingLong(Applied::index));
    for (int at = 1; at < inOrder.size(); at++) {
      if (inOrder.get(at).fence() < inOrder.get(at - 1).fence()) {
        throw new AssertionError(
            inOrder.get(at) + " was applied after " + inOrder.get(at - 1) + " of a later holder");
      }
    }
    Set<String> there = applied.stream().map(Applied::key).collect(Collectors.toSet());
    told.forEach(
        (key, what) -> {
          if (what == Told.DONE && !there.contains(key)) {
            throw new AssertionError(key + " was told to be written, and is not there");
          }
          if (what == Told.REFUSED && there.contains(key)) {
            throw new AssertionError(key + " was told to be refused, and is there");
          }
        });
  }
}
