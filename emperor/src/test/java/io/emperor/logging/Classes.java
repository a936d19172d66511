package io.emperor.logging;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Has a class of the tests' as a vassal's own. */
final class Classes extends ClassLoader implements VassalClasses {

  private final String vassal;
  private final Class<?> own;

  Classes(String vassal, Class<?> own) {
    super(Classes.class.getClassLoader());
    this.vassal = vassal;
    this.own = own;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.equals(own.getName())) {
      return super.loadClass(name, resolve);
    }
    Class<?> defined = findLoadedClass(name);
    return defined == null ? define(name) : defined;
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try (InputStream in = Objects.requireNonNull(getResourceAsStream(file))) {
      byte[] code = in.readAllBytes();
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @Override
  public String vassal() {
    return vassal;
  }
}
