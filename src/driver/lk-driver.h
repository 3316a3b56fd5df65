/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds the driver that speaks a camera's language. The table in lk-driver.c is the only place that
 * knows all of them: a new kind of camera is a row there. Blocking, any thread. */

#pragma once

#include "camera/lk-camera.h"
#include "driver/lk-dry-run.h"

G_BEGIN_DECLS

/* @driver: "auto", or a row's name. @profile: (nullable) a device profile to use whatever the
 * camera says. "auto" asks each driver in turn whether this camera is its own. Takes a reference on
 * @connection. USAGE for an unknown name, UNSUPPORTED when no driver knows the camera, errors of
 * lk_connection_send(). */
LkCamera *lk_driver_open (LkConnection *connection,
                          const char *driver,
                          const char *profile,
                          GCancellable *cancellable,
                          GError **error);

/* NULL-terminated names, without "auto". */
const char *const *lk_driver_list_names (void);

/* The driver that device profiles are for. */
const char *lk_driver_get_profiled (void);

/* Holds the camera's device profile against it; changes nothing. A group that the camera refuses is
 * a result. UNSUPPORTED for a camera without a profile, errors of lk_connection_send(). (transfer
 * full) */
LkDryRun *lk_driver_dry_run (LkCamera *camera, GCancellable *cancellable, GError **error);

G_END_DECLS
