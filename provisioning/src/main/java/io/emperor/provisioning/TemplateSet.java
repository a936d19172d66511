package io.emperor.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.provisioning.commit.RenderedFile;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.InvalidInputException;
import io.emperor.provisioning.template.Answer;
import io.emperor.provisioning.template.Lookups;
import io.emperor.provisioning.template.Query;
import io.emperor.provisioning.template.Rendered;
import io.emperor.provisioning.template.TemplateData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The templates of a program: rendered with what is known, all or none, while there are as many
 * instances as are needed. For one thread.
 */
final class TemplateSet implements AutoCloseable {

  private final Inputs inputs;
  private final Lookups lookups;
  private List<RenderedFile> rendered = List.of();

  /**
   * Renders nothing yet.
   *
   * @param inputs has the templates, and how many instances there have to be
   * @param lookups answers what they ask; closed with this
   */
  TemplateSet(Inputs inputs, Lookups lookups) {
    this.inputs = inputs;
    this.lookups = lookups;
  }

  boolean isEmpty() {
    return inputs.templates().isEmpty();
  }

  /**
   * Renders all of them.
   *
   * @param environment what they may ask for by {@code env}
   * @return what they wait for, a line each without any value; empty if all are rendered
   */
  List<String> render(ObjectNode values, Map<String, String> environment) {
    SameAnswers answers = new SameAnswers(lookups);
    TemplateData data = new TemplateData(values, environment, answers);
    List<String> wrong = new ArrayList<>();
    List<Rendered> renders = new ArrayList<>();
    List<RenderedFile> files = new ArrayList<>();
    for (PlannedTemplate template : inputs.templates()) {
      try {
        Rendered text = template.template().render(data);
        renders.add(text);
        text.missing().forEach(line -> wrong.add(template.name() + ": " + line));
        files.add(new RenderedFile(template.plan().file(), text.bytes()));
      } catch (InvalidInputException e) {
        wrong.addAll(e.problems());
        renders.add(new Rendered("", Set.of(), e.problems())); // another answer may mend it
      }
    }
    Rendered counted = counted(renders, answers);
    wrong.addAll(counted.missing());
    renders.add(counted);
    lookups.watch(renders);
    rendered = wrong.isEmpty() ? files : List.of();
    return wrong;
  }

  /**
   * What there are too few instances of, watched and missed as what a template asks. Those that
   * sources have are counted there, unless a template asks for them as well.
   */
  private Rendered counted(List<Rendered> renders, SameAnswers answers) {
    Set<Query<?>> asked = new LinkedHashSet<>();
    renders.forEach(render -> asked.addAll(render.asked()));
    Set<Query<?>> counted = new LinkedHashSet<>();
    List<String> missing = new ArrayList<>();
    inputs
        .validity()
        .minimum()
        .forEach(
            (service, least) -> {
              Query.Passing query = new Query.Passing(service);
              if (asked.contains(query) || !inputs.isOfSources(service)) {
                counted.add(query);
                tooFew(query, answers.to(query), least).ifPresent(missing::add);
              }
            });
    return new Rendered("", counted, missing);
  }

  private static Optional<String> tooFew(
      Query.Passing query, Answer<Cluster.Instance> answer, int least) {
    return answer
        .known()
        .map(passing -> SnapshotCheck.tooFew(query.service(), passing.size(), least))
        .orElseGet(() -> Optional.of("minimum: " + answer.lack(query)));
  }

  /** All templates of a unit, and what is counted, see the same answers. */
  private static final class SameAnswers implements TemplateData.Answers {

    private final TemplateData.Answers now;
    private final Map<Query<?>, Answer<?>> seen = new HashMap<>();

    SameAnswers(TemplateData.Answers now) {
      this.now = now;
    }

    @Override
    @SuppressWarnings("unchecked") // put in by the same question
    public <T> Answer<T> to(Query<T> query) {
      return (Answer<T>) seen.computeIfAbsent(query, now::to);
    }
  }

  /** What was rendered last; empty if that was not all of it. */
  List<RenderedFile> rendered() {
    return rendered;
  }

  /** Has what they were answered kept for the time after a restart. */
  void keep() {
    lookups.keep();
  }

  @Override
  public void close() {
    lookups.close();
  }
}
