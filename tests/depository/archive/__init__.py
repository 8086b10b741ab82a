"""Tests of source trees and archives."""
