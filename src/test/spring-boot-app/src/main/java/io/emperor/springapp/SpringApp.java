package io.emperor.springapp;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers {@code GET /hello} with the port that Spring was told to listen on. */
@SpringBootApplication
@RestController
public class SpringApp {

  private final int port;

  SpringApp(@Value("${server.port}") int port) {
    this.port = port;
  }

  @GetMapping("/hello")
  String hello() {
    return "Hello from Spring Boot on port " + port;
  }

  public static void main(String[] args) {
    SpringApplication.run(SpringApp.class, args);
  }
}
