"""The words of Earshot: frozen records, protocols and errors that every other room speaks in."""

VERSION = "0.1.0"
