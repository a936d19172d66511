package io.emperor.provisioning.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One render while it goes on: where it is, how far it went, what it asked. For one thread. */
final class Run {

  /** An entry of a list or a map takes about as much memory as so many characters. */
  static final int ENTRY = 16;

  private final Limits limits;
  private final TemplateData data;
  private final long begun = System.nanoTime();
  private final Set<Query<?>> asked = new LinkedHashSet<>();
  private final Set<String> missing = new LinkedHashSet<>();
  private long steps;
  private long made;
  private int depth;
  private String file;
  private int line = 1;

  Run(Limits limits, TemplateData data, String file) {
    this.limits = limits;
    this.data = data;
    this.file = file;
  }

  TemplateData data() {
    return data;
  }

  Limits limits() {
    return limits;
  }

  String file() {
    return file;
  }

  int line() {
    return line;
  }

  /** It is here now; something that says where it fails says so itself. */
  void at(String file, int line) {
    this.file = file;
    this.line = line;
  }

  void enter(String file, int line) {
    at(file, line);
    depth++;
    steps++;
    if (depth > limits.depth()) {
      throw RefusedException.beyondLimit(
          "goes more than " + limits.depth() + " levels deep; end what calls itself");
    }
    if (steps > limits.steps()) {
      throw RefusedException.beyondLimit(
          "takes more than " + limits.steps() + " steps; make its loops shorter");
    }
    if (System.nanoTime() - begun > limits.time().toNanos()) {
      throw RefusedException.beyondLimit(
          "takes longer than " + limits.time().toSeconds() + " s; make it do less");
    }
  }

  void leave() {
    depth--;
  }

  /** Counts what was made on the way. */
  @Nullable Object made(@Nullable Object value) {
    if (value instanceof CharSequence text) {
      making(text.length());
    } else if (value instanceof Collection<?> entries) {
      making((long) ENTRY * entries.size());
    } else if (value instanceof Map<?, ?> entries) {
      making((long) ENTRY * entries.size());
    }
    return value;
  }

  /** Counts what is about to be made. */
  void making(long size) {
    made += size;
    if (made > limits.made()) {
      throw RefusedException.beyondLimit(
          "makes more than "
              + (limits.made() >> 20)
              + " Mi characters on its way; make it do less");
    }
  }

  /**
   * What is known of a question. If nobody answered it yet, that is missing, and there is nothing.
   */
  <T> List<T> ask(Query<T> query) {
    asked.add(query);
    if (asked.size() > limits.asked()) {
      throw RefusedException.beyondLimit(
          "asks more than "
              + limits.asked()
              + " things of Consul; use tree(\"…\") for many keys at once");
    }
    Answer<T> answer = data.answers().to(query);
    if (answer.known().isEmpty()) {
      misses(answer.lack(query));
    }
    return answer.known().orElse(List.of());
  }

  boolean isAnswered(Query<?> query) {
    return data.answers().to(query).known().isPresent();
  }

  /** Notes what the template waits for, in one line. */
  void misses(String what) {
    missing.add(what);
  }

  boolean isComplete() {
    return missing.isEmpty();
  }

  Rendered rendered(String text) {
    return new Rendered(text, asked, new ArrayList<>(missing));
  }
}
