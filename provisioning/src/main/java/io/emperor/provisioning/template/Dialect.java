package io.emperor.provisioning.template;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Extension;
import io.pebbletemplates.pebble.extension.ExtensionCustomizer;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.extension.NodeVisitorFactory;
import io.pebbletemplates.pebble.extension.core.AttributeResolverExtension;
import io.pebbletemplates.pebble.extension.core.CoreExtension;
import io.pebbletemplates.pebble.extension.core.DefaultFilter;
import io.pebbletemplates.pebble.node.expression.BinaryExpression;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.operator.BinaryOperatorImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What of Pebble's language templates have, and what they have besides. */
final class Dialect extends AbstractExtension {

  static final List<String> TESTS =
      List.of("defined", "empty", "even", "iterable", "map", "null", "odd");

  private static final Set<String> FUNCTIONS = Set.of("max", "min");

  /** Pebble's parser knows them by itself. */
  private static final Set<String> SPECIAL = Set.of("block", "parent");

  private static final Set<String> FILTERS =
      Set.of(
          "abs",
          "capitalize",
          "default",
          "first",
          "last",
          "length",
          "lower",
          "numberformat",
          "reverse",
          "slice",
          "title",
          "trim",
          "upper",
          "urlencode");
  private static final Set<String> TAGS =
      Set.of("block", "extends", "for", "from", "if", "import", "include", "macro", "set");

  private final Run run;
  private final InputValues input;
  private final Map<String, Function> functions;
  private final Map<String, Filter> filters;

  /**
   * What there is for one render.
   *
   * @param files the files that a template names, which are no templates, by these names
   */
  Dialect(Run run, Map<String, String> files) {
    this.run = run;
    input = new InputValues("", run.data().input());
    functions = new Functions(run, input, files).all();
    filters = new Filters(run).all();
  }

  /**
   * An engine for one render.
   *
   * @param texts all templates by their names; there are no others
   */
  PebbleEngine engine(Map<String, String> texts) {
    return new PebbleEngine.Builder()
        .loader(new Texts(texts))
        .strictVariables(true)
        .newLineTrimming(false)
        .defaultLocale(Locale.ROOT)
        .maxRenderedSize(run.limits().output())
        .registerExtensionCustomizer(extension -> restricted(extension, run))
        .extension(this)
        .build();
  }

  List<String> functionNames() {
    return Stream.of(functions.keySet(), FUNCTIONS, SPECIAL).flatMap(Set::stream).sorted().toList();
  }

  List<String> filterNames() {
    return Stream.of(filters.keySet(), FILTERS).flatMap(Set::stream).sorted().toList();
  }

  @Override
  public Map<String, Function> getFunctions() {
    return functions;
  }

  @Override
  public Map<String, Filter> getFilters() {
    return filters;
  }

  /** Macros see what extensions bring, and nothing else of what is outside. */
  @Override
  public Map<String, Object> getGlobalVariables() {
    return Map.of("input", input);
  }

  @Override
  public List<NodeVisitorFactory> getNodeVisitors() {
    return List.of(template -> new Guard((PebbleTemplateImpl) template, run));
  }

  private static ExtensionCustomizer restricted(Extension extension, Run run) {
    if (extension instanceof CoreExtension) {
      return new Core(extension, run);
    }
    return new ExtensionCustomizer(
        extension instanceof AttributeResolverExtension
            ? new OwnAttributes()
            : new NoExtension()) {};
  }

  /** Escaping for HTML and translations are for others. */
  private static final class NoExtension extends AbstractExtension {}

  private static final class OwnAttributes extends AbstractExtension {
    @Override
    public List<AttributeResolver> getAttributeResolver() {
      return List.of(new Attributes());
    }
  }

  private static final class Core extends ExtensionCustomizer {

    private final Run run;

    Core(Extension core, Run run) {
      super(core);
      this.run = run;
    }

    @Override
    public Map<String, Function> getFunctions() {
      Map<String, Function> functions = new HashMap<>(super.getFunctions());
      functions.keySet().retainAll(FUNCTIONS);
      return functions;
    }

    @Override
    public Map<String, Filter> getFilters() {
      Map<String, Filter> filters = new HashMap<>(super.getFilters());
      filters.keySet().retainAll(FILTERS);
      filters.replaceAll((name, filter) -> counted(filter));
      return filters;
    }

    /** Pebble knows the default filter by its class. */
    private Filter counted(Filter filter) {
      return filter instanceof DefaultFilter ? filter : new Counted(filter, run);
    }

    @Override
    public List<TokenParser> getTokenParsers() {
      return super.getTokenParsers().stream()
          .filter(parser -> TAGS.contains(parser.getTag()))
          .toList();
    }

    @Override
    public List<BinaryOperator> getBinaryOperators() {
      return super.getBinaryOperators().stream()
          .map(
              operator ->
                  switch (operator.getSymbol()) {
                    case "~" -> with(operator, () -> new Joined(run));
                    case "+" -> with(operator, Sum::new);
                    default -> operator;
                  })
          .toList();
    }

    private static BinaryOperator with(
        BinaryOperator operator, Supplier<? extends BinaryExpression<?>> expression) {
      return new BinaryOperatorImpl(
          operator.getSymbol(),
          operator.getPrecedence(),
          expression,
          operator.getType(),
          operator.getAssociativity());
    }
  }
}
