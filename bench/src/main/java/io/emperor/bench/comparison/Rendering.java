package io.emperor.bench.comparison;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.emperor.bench.Comparison;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.template.Answer;
import io.emperor.provisioning.template.Query;
import io.emperor.provisioning.template.Template;
import io.emperor.provisioning.template.TemplateData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How long a template takes once all answers are there. */
public final class Rendering implements Comparison {

  private static final int ROUNDS = 200;
  private static final int WARM_UP = 100;
  private static final String TEMPLATE =
      """
      {% for s in service("web") -%}
      server {{ s.id }} {{ s.address }}:{{ s.port }}{% if s.tags contains "blue" %} backup{% endif %} # {{ s.tags | join(",") }}
      {% endfor -%}
      """;

  @Override
  public String name() {
    return "rendering";
  }

  @Override
  public String title() {
    return "Templates";
  }

  @Override
  public String method() {
    return "Milliseconds for one render of a template that writes a line for each instance of a service,"
        + " all of whose instances are known: "
        + ROUNDS
        + " renders after "
        + WARM_UP
        + " that are not counted, and the first of all in a JVM that did nothing else before.\n";
  }

  @Override
  public Figures measure() throws IOException {
    Samples samples = new Samples();
    Path file = Files.createTempFile("rendering", ".peb");
    try {
      Template template = Template.read(Files.writeString(file, TEMPLATE));
      samples.add("first", milliseconds(template, data(1_000)));
      for (int instances : new int[] {1_000, 10_000}) {
        TemplateData data = data(instances);
        for (int i = 0; i < WARM_UP; i++) {
          milliseconds(template, data);
        }
        for (int i = 0; i < ROUNDS; i++) {
          samples.add("" + instances, milliseconds(template, data));
        }
      }
    } finally {
      Files.delete(file);
    }
    return Figures.of(
        List.of(
            Row.alone("1,000 instances, the first render", "ms", samples.of("first")),
            Row.alone("1,000 instances", "ms", samples.of("1000"), Aim.atMost(Aim.Of.MEDIAN, 50)),
            Row.alone("10,000 instances", "ms", samples.of("10000"))));
  }

  private static double milliseconds(Template template, TemplateData data) {
    long begun = System.nanoTime();
    int length = template.render(data).bytes().length;
    double taken = (System.nanoTime() - begun) / 1e6;
    if (length == 0) {
      throw new IllegalStateException("nothing was rendered");
    }
    return taken;
  }

  private static TemplateData data(int instances) {
    List<Cluster.Instance> all =
        IntStream.range(0, instances)
            .mapToObj(
                i ->
                    new Cluster.Instance(
                        "web-" + i,
                        "10.0." + i / 250 + "." + i % 250,
                        8080,
                        List.of(i % 2 == 0 ? "blue" : "green", "http"),
                        "node-" + i))
            .toList();
    return new TemplateData(
        JsonNodeFactory.instance.objectNode(), Map.of(), new OneService(Answer.of(all)));
  }

  private record OneService(Answer<Cluster.Instance> instances) implements TemplateData.Answers {
    @Override
    @SuppressWarnings("unchecked") // nothing else is asked
    public <T> Answer<T> to(Query<T> query) {
      return (Answer<T>) instances;
    }
  }
}
