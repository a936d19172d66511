package io.emperor.springcloudapp;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A client of Consul, by Spring's own means. */
@SpringBootApplication
public class SpringCloudApp {

  public static void main(String[] args) {
    SpringApplication.run(SpringCloudApp.class, args);
  }
}
