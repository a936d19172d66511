package io.emperor.provisioning.template;

import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of Pebble's filters whose results are counted. */
record Counted(Filter filter, Run run) implements Filter {

  @Override
  public @Nullable List<String> getArgumentNames() {
    return filter.getArgumentNames();
  }

  @Override
  public @Nullable Object apply(
      @Nullable Object input,
      Map<String, Object> given,
      PebbleTemplate self,
      EvaluationContext context,
      int line) {
    return run.made(filter.apply(input, given, self, context, line));
  }
}
