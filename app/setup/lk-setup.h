/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the guided setup knows about one camera: the personal certificate that was chosen, the
 * checklist as judged last, the words that were given, the run with its steps and its outcome. The
 * pages show it and never hold state of their own. Main thread; what blocks runs in jobs. */

#pragma once

#include "camera/lk-camera-session.h"
#include "personal/lk-personal.h"

G_BEGIN_DECLS

/* Signals: changed () after anything below changed; confirm (guint seconds): answer with
 * lk_setup_answer(). */
#define LK_TYPE_SETUP (lk_setup_get_type ())
G_DECLARE_FINAL_TYPE (LkSetup, lk_setup, LK, SETUP, GObject)

LkSetup *lk_setup_new (LkCameraSession *session);

/* The one that belongs to @session, made when it is asked for first: what was chosen and vouched
 * for in a window that was closed is there again in the next one. (transfer none) */
LkSetup *lk_setup_get_for_session (LkCameraSession *session);

/* Forgets how the last run ended, so that another one can be started. Ignored while one runs. */
void lk_setup_reset_run (LkSetup *self);
LkCameraSession *lk_setup_get_session (LkSetup *self); /* (nullable) when the camera was removed */

/* Reads the camera and judges all items again; cancels an earlier reading. */
void lk_setup_survey (LkSetup *self);
gboolean lk_setup_is_busy (LkSetup *self); /* that, or another action on the camera */
/* (nullable) why the camera could not be read */
const GError *lk_setup_get_error (LkSetup *self);
LkChecklist *lk_setup_get_checklist (LkSetup *self); /* (nullable) not judged yet */
LkRehearsal *lk_setup_get_rehearsal (LkSetup *self); /* (nullable) */

/* The way in use, and choosing another by hand. */
LkWay lk_setup_get_way (LkSetup *self);
void lk_setup_set_way (LkSetup *self, LkWay way);

/* @personal says what its store knows of it. Ignored while a change runs. */
void lk_setup_choose (LkSetup *self, LkIdentity *identity, LkPersonal *personal);
LkIdentity *lk_setup_get_identity (LkSetup *self); /* (nullable) */
LkPersonal *lk_setup_get_personal (LkSetup *self); /* (nullable) */

/* The user's word for an item that only the user can know; recorded with the date. */
void lk_setup_attest (LkSetup *self, const char *check_id);

/* Enables client authentication through the session, which is busy meanwhile. @override: (nullable)
 * the camera's name as typed. Ignored while it runs. */
void lk_setup_run (LkSetup *self, const char *override);
gboolean lk_setup_is_running (LkSetup *self);
const LkGuardedStep *lk_setup_get_step (LkSetup *self, LkGuardStep step);
LkOutcome *lk_setup_get_outcome (LkSetup *self); /* (nullable) */
void lk_setup_answer (LkSetup *self, gboolean keep);

/* For tests: how long the run waits for what. */
void lk_setup_set_times (LkSetup *self, const LkGuardTimes *times);

/* Stops: before the change nothing has happened, after it everything is rolled back. */
void lk_setup_cancel (LkSetup *self);

G_END_DECLS
