package io.emperor.provisioning.template;

import io.pebbletemplates.pebble.error.LoaderException;
import io.pebbletemplates.pebble.loader.Loader;
import java.io.Reader;
import java.io.StringReader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The templates that there are: they were read before, and no name leads anywhere else. */
final class Texts implements Loader<String> {

  /**
   * Prints nothing. Pebble's lexer waits for ever for what follows a backslash at the end of a
   * text, and looks beyond the end of one that ends in a blank.
   */
  static final String END = "{{''}}";

  private final Map<String, String> texts;

  Texts(Map<String, String> texts) {
    this.texts = Map.copyOf(texts);
  }

  static Reader reader(String text) {
    return new StringReader(text + END);
  }

  @Override
  public Reader getReader(String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new LoaderException(null, "There is no such template.");
    }
    return reader(text);
  }

  @Override
  public void setCharset(String charset) {}

  @Override
  public void setPrefix(String prefix) {}

  @Override
  public void setSuffix(String suffix) {}

  /** Names begin in the directory of the template that is rendered, also in files below it. */
  @Override
  public @Nullable String resolveRelativePath(String relative, String anchor) {
    return null;
  }

  @Override
  public String createCacheKey(String name) {
    return name;
  }

  @Override
  public boolean resourceExists(String name) {
    return texts.containsKey(name);
  }
}
