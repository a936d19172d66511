package io.emperor.http;

import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.eclipse.jetty.ee11.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee11.plus.webapp.PlusDecorator;
import org.eclipse.jetty.ee11.servlet.DefaultServlet;
import org.eclipse.jetty.ee11.servlet.NoJspServlet;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.webapp.Configuration;
import org.eclipse.jetty.ee11.webapp.FragmentConfiguration;
import org.eclipse.jetty.ee11.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.ee11.webapp.WebInfConfiguration;
import org.eclipse.jetty.ee11.webapp.WebXmlConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.xml.sax.SAXException;

/**
 * A war on Jetty's support for web applications: its descriptor, fragments, annotations and static
 * files, without JSP, and with the app's own class loader and threads instead of Jetty's.
 */
final class WarContext extends WebAppContext {

  private static final String DEFAULTS = "war-defaults.xml";

  private final Executor threads;

  /**
   * Of a war that is not started.
   *
   * @param directory where it is unpacked
   * @param temporary for its temporary files
   */
  WarContext(Path directory, Path temporary, Executor threads) {
    this.threads = threads;
    setContextPath("/");
    setWar(directory.toString());
    setTempDirectory(temporary.toFile());
    setThrowUnavailableOnStartupException(true);
    setConfigurations(
        new Configuration[] {
          new WebInfConfiguration(),
          new WebXmlConfiguration(),
          new MetaInfConfiguration(),
          new FragmentConfiguration(),
          new AnnotationConfiguration()
        });
    getObjectFactory().addDecorator(new PlusDecorator(this)); // @PostConstruct and @PreDestroy
    URL defaults = Objects.requireNonNull(WarContext.class.getResource(DEFAULTS), DEFAULTS);
    setDefaultsDescriptor(defaults.toString());
    // By their classes: the app's loader does not see them.
    ServletHolder files = new ServletHolder("default", DefaultServlet.class);
    files.setInitParameter("dirAllowed", "false");
    getServletHandler().addServlet(files);
    getServletHandler().addServlet(new ServletHolder("jsp", NoJspServlet.class));
  }

  @Override
  protected void doStart() throws Exception {
    try {
      super.doStart();
    } catch (SAXException e) {
      throw new SAXException("web.xml or a web-fragment.xml can't be read: " + e.getMessage());
    }
  }

  /** The app's loader as it is: it has the war's classes already. */
  @Override
  protected ClassLoader configureClassLoader(ClassLoader loader) {
    return loader;
  }

  @Override
  protected ContextHandler.ScopedContext newContext() {
    return new ServletScopedContext() {
      @Override
      public void execute(Runnable task) {
        threads.execute(() -> run(task));
      }

      @Override
      public void execute(Runnable task, Request request) {
        threads.execute(() -> run(task, request));
      }
    };
  }
}
