'use strict';
/** Stub. */
