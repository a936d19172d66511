package io.emperor.warapp;

import io.emperor.api.Consul;
import io.emperor.api.VassalContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Writes down when the application starts and ends. */
@WebListener
public final class Life implements ServletContextListener {

  /** Made by the container. */
  public Life() {}

  @Override
  public void contextInitialized(ServletContextEvent event) {
    VassalContext vassal = vassal(event);
    if (vassal.settings().containsKey("broken")) {
      throw new IllegalStateException("the database is not there");
    }
    boolean unused = Consul.set("war/" + vassal.name() + "/started-" + vassal.generation(), "");
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    VassalContext vassal = vassal(event);
    boolean unused = Consul.set("war/" + vassal.name() + "/stopped-" + vassal.generation(), "");
  }

  private static VassalContext vassal(ServletContextEvent event) {
    return (VassalContext) event.getServletContext().getAttribute(VassalContext.class.getName());
  }
}
