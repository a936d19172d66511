package io.emperor.springwar;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers {@code GET /hello}, and logs that. */
@SpringBootApplication
@RestController
public class SpringWar extends SpringBootServletInitializer {

  private static final Logger log = LoggerFactory.getLogger(SpringWar.class);

  /** Without a container. */
  public static void main(String[] args) {
    SpringApplication.run(SpringWar.class, args);
  }

  @Override
  protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
    return builder.sources(SpringWar.class);
  }

  @GetMapping("/hello")
  String hello() {
    log.info("greets");
    return "Hello from a war, logged by " + log.getClass().getName();
  }
}
