package io.emperor.consul.name;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.emperor.consul.http.AgentHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an emperor and an app in a JVM of its own say to each other about names: one line of JSON.
 *
 * @param verb what it is
 * @param id of a question, and of the answer to it
 * @param name the name, or the emperor, that it is about
 * @param text a value, or words for people
 * @param number a fence, or milliseconds
 * @param tenure of the emperor's lease
 * @param epoch of that tenure
 * @param nanos the moment at which its last renewal was sent, by the monotonic clock
 * @param sinceBoot the same by the time since boot
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record NamesMessage(
    @JsonProperty("verb") Verb verb,
    @JsonProperty("id") long id,
    @JsonProperty("name") @Nullable String name,
    @JsonProperty("text") @Nullable String text,
    @JsonProperty("number") long number,
    @JsonProperty("tenure") long tenure,
    @JsonProperty("epoch") long epoch,
    @JsonProperty("nanos") long nanos,
    @JsonProperty("sinceBoot") long sinceBoot) {

  /** What is said. */
  enum Verb {
    /** The app asks for a name, within a number of milliseconds. */
    REGISTER,
    /** It has it, with a fence, under a tenure. */
    GOT,
    /**
     * Another has it: the emperor that is named, if any; a number of milliseconds to wait, or -1.
     */
    TAKEN,
    /** It is not known; the text is the kind and the words. */
    FAILED,
    /** The app gives a name with a fence back, or has lost it. */
    RELEASE,
    /** That is confirmed. */
    RELEASED,
    /** The app needs the emperor's lease, or does not any more. */
    NEED,
    UNNEED,
    /** The app waits for what an emperor's apps have, or does not any more. */
    WATCH,
    UNWATCH,
    /** Any name may be free. */
    SIGNAL,
    /** The emperor's lease was renewed. */
    RENEWED,
    /** A name with a fence is lost, and how. */
    LOST,
    /** The app is an instance: of the vassal that is named, in the slot that is the ID. */
    INSTANCE
  }

  NamesMessage {
    Objects.requireNonNull(verb, "verb");
  }

  static NamesMessage of(Verb verb, long id, @Nullable String name) {
    return new NamesMessage(verb, id, name, null, 0, 0, 0, 0, 0);
  }

  static NamesMessage of(Verb verb, long id, String name, @Nullable String text, long number) {
    return new NamesMessage(verb, id, name, text, number, 0, 0, 0, 0);
  }

  String line() {
    return new String(AgentHttp.json(this), StandardCharsets.UTF_8);
  }

  /** What a line says; empty if it is something else. */
  static Optional<NamesMessage> read(String line) {
    try {
      return Optional.ofNullable(AgentHttp.JSON.readValue(line, NamesMessage.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  String named() {
    return name == null ? "" : name;
  }

  String words() {
    return text == null ? "" : text;
  }
}
