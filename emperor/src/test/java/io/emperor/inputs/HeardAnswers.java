package io.emperor.inputs;

import io.emperor.provisioning.source.Cluster.Answers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Writes down what a watch tells. */
final class HeardAnswers<T> implements Answers<List<T>> {

  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<List<T>> answers = new CopyOnWriteArrayList<>();

  @Override
  public void now(List<T> answer) {
    answers.add(answer);
  }

  @Override
  public void fails(String why) {
    failures.add(why);
  }

  List<String> failures() {
    return failures;
  }

  int count() {
    return answers.size();
  }

  /** How many there were in the last answer; none before the first. */
  int size() {
    return answers.isEmpty() ? 0 : answers.get(answers.size() - 1).size();
  }

  @Nullable List<T> last() {
    return answers.isEmpty() ? null : answers.get(answers.size() - 1);
  }
}
