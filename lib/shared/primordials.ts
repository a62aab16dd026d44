/**
 * Functions of JavaScript's own as they are before any module runs: a module may replace
 * them later, and where it matters that they work, they are taken from here.
 */

export const { apply, construct } = Reflect;
export const { defineProperty } = Object;
