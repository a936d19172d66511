package io.emperor.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.api.Vassal;
import jakarta.annotation.PostConstruct;
import jakarta.servlet.Servlet;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles small sources, for classes that the tests must not see themselves. */
final class SourceCode {

  private SourceCode() {}

  /** Class names to the code of the classes, nested ones too. */
  static Map<String, byte[]> compiled(Map<String, String> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    Output output = new Output(compiler.getStandardFileManager(null, null, null));
    boolean done =
        compiler
            .getTask(
                complaints,
                output,
                null,
                List.of("-proc:none", "-classpath", classPath()),
                null,
                sources.entrySet().stream()
                    .map(source -> new Text(source.getKey(), source.getValue()))
                    .toList())
            .call();
    if (!done) {
      throw new IllegalArgumentException(complaints.toString());
    }
    return output.bytes();
  }

  private static String classPath() {
    return Stream.of(
            Vassal.class, Servlet.class, PostConstruct.class, ObjectMapper.class, JsonFactory.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(location -> Path.of(URI.create(location.toString())).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String code;

    Text(String name, String code) {
      super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.code = code;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return code;
    }
  }

  private static final class Code extends SimpleJavaFileObject {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Code(String name) {
      super(URI.create("bytes:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }

  private static final class Output extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, Code> classes = new LinkedHashMap<>();

    Output(JavaFileManager manager) {
      super(manager);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return classes.computeIfAbsent(name, Code::new);
    }

    Map<String, byte[]> bytes() {
      Map<String, byte[]> all = new LinkedHashMap<>();
      classes.forEach((name, code) -> all.put(name, code.bytes.toByteArray()));
      return all;
    }
  }
}
