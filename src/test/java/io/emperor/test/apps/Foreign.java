package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import java.util.Locale;

/** Sets the language of the JVM that it is in. */
public final class Foreign implements Vassal {

  @Override
  public void start(VassalContext context) {
    Locale.setDefault(Locale.forLanguageTag(context.settings().get("language")));
    context.serve("/*", new Web.Answer("generation " + context.generation()));
  }
}
