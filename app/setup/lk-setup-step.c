/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-setup-step.h"

#include "setup/lk-checks-page.h"
#include "setup/lk-done-page.h"
#include "setup/lk-enable-page.h"
#include "setup/lk-rehearsal-page.h"

#include <glib/gi18n.h>

static const LkCheckGroup situation_groups[] = { { NULL, { "firmware", "clock" } } };
static const LkCheckGroup server_groups[] = { { NULL, { "server" } } };
static const LkCheckGroup trusted_groups[] = { { NULL, { "trusted", "chains" } } };
static const LkCheckGroup personal_groups[] = {
  { N_ ("What was found out about it"), { "installed", "exportable", "key-matches", "in-period", "client-use", "chains" } },
};
static const LkCheckGroup checklist_groups[] = {
  { N_ ("The camera"), { "firmware", "clock", "server", "trusted" } },
  { N_ ("Your personal certificate"), { "installed", "exportable", "key-matches", "in-period", "client-use", "chains" } },
  { N_ ("Before you enable"), { "rehearsal", "way-back", "others" } },
};

/* The steps in order; those without items of the checklist have a page class of their own. */
static const struct
{
  const char *name;
  const char *title;
  const char *introduction;
  const LkCheckGroup *groups;
  gsize n_groups;
  const char *next; /* what the button says to leave this page forward */
} steps[LK_N_STEPS] = {
  [LK_STEP_SITUATION] = { "situation", NC_ ("step", "Situation"),
                          N_ ("With client authentication on, the camera lets in only computers "
                              "that hold a personal certificate from a CA it trusts. These steps "
                              "see to it that yours is one of them before anything changes."),
                          situation_groups, G_N_ELEMENTS (situation_groups), N_ ("_Next") },
  [LK_STEP_SERVER] = { "server", NC_ ("step", "Server certificate"),
                       N_ ("The camera offers client authentication only when it has a server "
                           "certificate of its own."),
                       server_groups, G_N_ELEMENTS (server_groups), N_ ("_Next") },
  [LK_STEP_TRUSTED] = { "trusted", NC_ ("step", "Trusted CA certificates"),
                        N_ ("The camera trusts personal certificates that were issued by these "
                            "CAs. It takes up to four, as PEM files."),
                        trusted_groups, G_N_ELEMENTS (trusted_groups), N_ ("_Next") },
  [LK_STEP_PERSONAL] = { "personal", NC_ ("step", "Personal certificate"),
                         N_ ("Your personal certificate, with its private key, is what will let "
                             "you in."),
                         personal_groups, G_N_ELEMENTS (personal_groups), N_ ("_Next") },
  [LK_STEP_CHECKLIST] = { "checklist", NC_ ("step", "Checklist"),
                          N_ ("Everything that could lock you out, found out just now."),
                          checklist_groups, G_N_ELEMENTS (checklist_groups), N_ ("_Next") },
  [LK_STEP_REHEARSAL] = { "rehearsal", NC_ ("step", "Rehearsal"), NULL, NULL, 0, N_ ("_Next") },
  [LK_STEP_ENABLE] = { "enable", NC_ ("step", "Enable"), NULL, NULL, 0, N_ ("_Enable") },
  [LK_STEP_DONE] = { "done", NC_ ("step", "Done"), NULL, NULL, 0, N_ ("_Close") },
};

const char *
lk_setup_step_get_name (LkSetupStepId step)
{
  return steps[step].name;
}

const char *
lk_setup_step_get_title (LkSetupStepId step)
{
  return g_dpgettext2 (NULL, "step", steps[step].title);
}

const char *
lk_setup_step_get_next_label (LkSetupStepId step)
{
  return _ (steps[step].next);
}

LkSetupPage *
lk_setup_step_create_page (LkSetupStepId step)
{
  switch (step)
    {
    case LK_STEP_REHEARSAL:
      return lk_rehearsal_page_new ();
    case LK_STEP_ENABLE:
      return lk_enable_page_new ();
    case LK_STEP_DONE:
      return lk_done_page_new ();
    case LK_STEP_SITUATION:
    case LK_STEP_SERVER:
    case LK_STEP_TRUSTED:
    case LK_STEP_PERSONAL:
    case LK_STEP_CHECKLIST:
    case LK_N_STEPS:
    default:
      return LK_SETUP_PAGE (lk_checks_page_new (_ (steps[step].introduction), steps[step].groups,
                                                steps[step].n_groups));
    }
}
