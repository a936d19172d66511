package io.emperor.warapp;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.HandlesTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the greetings, as frameworks find their controllers. */
@HandlesTypes(Greeting.class)
public final class Greetings implements ServletContainerInitializer {

  static final String FOUND = "greetings";

  /** Made by the container. */
  public Greetings() {}

  @Override
  public void onStartup(@Nullable Set<Class<?>> types, ServletContext context)
      throws ServletException {
    List<String> words = new ArrayList<>();
    try {
      for (Class<?> type : types == null ? Set.<Class<?>>of() : types) {
        if (!type.isInterface()) {
          words.add(((Greeting) type.getConstructor().newInstance()).words());
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new ServletException(e);
    }
    context.setAttribute(FOUND, words);
  }
}
