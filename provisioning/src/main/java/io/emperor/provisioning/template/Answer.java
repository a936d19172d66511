package io.emperor.provisioning.template;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of what a template asks. Immutable.
 *
 * @param found what a leader said last, {@code null} before it said anything
 * @param failure why nobody can say how it is now, one line without any value; {@code null} if
 *     nothing is wrong
 * @param <T> what the answer is made of
 */
public record Answer<T>(@Nullable List<T> found, @Nullable String failure) {

  public Answer {
    found = found == null ? null : List.copyOf(found);
  }

  /** What a leader said. */
  public static <T> Answer<T> of(List<T> found) {
    return new Answer<>(found, null);
  }

  /** Nobody said anything yet. */
  public static <T> Answer<T> none() {
    return new Answer<>(null, null);
  }

  /** What a leader said last; empty before it said anything. */
  public Optional<List<T>> known() {
    return Optional.ofNullable(found);
  }

  /** The same with what a leader said before. */
  Answer<T> failed(String why) {
    return new Answer<>(found, why);
  }

  /** That a question is not answered, and why, in one line without any value. */
  public String lack(Query<T> question) {
    return question.name() + " is not answered" + (failure == null ? " yet" : ": " + failure);
  }

  /** Leaves out what may be a secret. */
  @Override
  public String toString() {
    return "Answer[" + (found == null ? "none" : found.size()) + "]";
  }
}
