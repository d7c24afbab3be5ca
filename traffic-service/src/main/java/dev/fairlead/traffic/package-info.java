/**
 * The service that decides where every application's users go. Read it in this order: {@code steering} decides,
 * {@code intent} and {@code evidence} are what it decides on, {@code plan} runs the loop and keeps what was decided.
 */
@NullMarked
package dev.fairlead.traffic;

import org.jspecify.annotations.NullMarked;
