package io.emperor.bench.peer;

import io.emperor.bench.app.Greeting;
import io.emperor.bench.app.Registration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The small web app, packed. */
final class War {

  private static final String DESCRIPTOR =
      """
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1" metadata-complete="true">
        <listener><listener-class>%s</listener-class></listener>
        <servlet>
          <servlet-name>greeting</servlet-name>
          <servlet-class>%s</servlet-class>
        </servlet>
        <servlet-mapping>
          <servlet-name>greeting</servlet-name>
          <url-pattern>/*</url-pattern>
        </servlet-mapping>
      </web-app>
      """
          .formatted(Registration.class.getName(), Greeting.class.getName());

  private War() {}

  /** A war file's content. */
  static byte[] content() {
    return Directory.io(War::packed);
  }

  private static byte[] packed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("WEB-INF/web.xml"));
      zip.write(DESCRIPTOR.getBytes(StandardCharsets.UTF_8));
      for (Class<?> type : List.of(Greeting.class, Registration.class)) {
        String file = type.getName().replace('.', '/') + ".class";
        zip.putNextEntry(new ZipEntry("WEB-INF/classes/" + file));
        zip.write(bytes(type, "/" + file));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(Class<?> type, String file) throws IOException {
    try (InputStream in = type.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + file);
      }
      return in.readAllBytes();
    }
  }
}
