/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-personal-window.h"

#include "base/lk-error.h"
#include "baseline/lk-alert.h"
#include "lk-doors.h"
#include "personal/lk-personal-deed.h"
#include "personal/lk-personal-list.h"
#include "personal/lk-personal-section.h"
#include "personal/lk-personal-wizard.h"

#include <glib/gi18n.h>

struct _LkPersonalWindow
{
  AdwWindow parent_instance;

  LkPersonalList *list;
  GCancellable *cancellable;

  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkBox *sections;
};

G_DEFINE_FINAL_TYPE (LkPersonalWindow, lk_personal_window, ADW_TYPE_WINDOW)

static LkPersonalSection *
find_section (LkPersonalWindow *self, LkPersonalGroup *group)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->sections));

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (lk_personal_section_get_group (LK_PERSONAL_SECTION (child)) == group)
        return LK_PERSONAL_SECTION (child);
    }
  return NULL;
}

/* What is left over behind the last of the groups belongs to stores that went. */
static void
drop_sections_after (LkPersonalWindow *self, GtkWidget *last)
{
  GtkWidget *child = last != NULL ? gtk_widget_get_next_sibling (last)
                                  : gtk_widget_get_first_child (GTK_WIDGET (self->sections));

  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      gtk_box_remove (self->sections, child);
      child = next;
    }
}

static void
show_groups (LkPersonalWindow *self, GListModel *groups)
{
  GtkWidget *last = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (groups); i++)
    {
      g_autoptr (LkPersonalGroup) group = g_list_model_get_item (groups, i);
      LkPersonalSection *section = find_section (self, group);

      if (section == NULL)
        {
          section = lk_personal_section_new (group);
          gtk_box_append (self->sections, GTK_WIDGET (section));
        }
      gtk_box_reorder_child_after (self->sections, GTK_WIDGET (section), last);
      last = GTK_WIDGET (section);
    }
  drop_sections_after (self, last);
}

/* A section that has nothing of what is searched for is out of the way. */
static guint
search (LkPersonalWindow *self)
{
  const gboolean searching = gtk_search_bar_get_search_mode (self->search_bar) &&
                             *gtk_editable_get_text (self->search_entry) != '\0';
  guint n_found = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->sections)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const guint n = lk_personal_section_search (
        LK_PERSONAL_SECTION (child), searching ? gtk_editable_get_text (self->search_entry) : NULL);

      gtk_widget_set_visible (child, !searching || n > 0);
      n_found += n;
    }
  return searching ? n_found : 1;
}

static void
update (LkPersonalWindow *self)
{
  GListModel *groups = lk_personal_list_get_groups (self->list);
  const char *page = "list";

  show_groups (self, groups);
  if (!lk_personal_list_is_ready (self->list))
    page = "looking";
  else if (g_list_model_get_n_items (groups) == 0)
    page = "empty";
  else if (search (self) == 0)
    page = "nothing";
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
search_changed_cb (LkPersonalWindow *self)
{
  update (self);
}

static void
say (LkPersonalWindow *self, const char *escaped)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

/* One thing being done with one certificate. */
typedef struct
{
  LkPersonalWindow *self;
  LkPersonalGroup *group;
  char *selector;
} Work;

static void
work_free (Work *work)
{
  g_object_unref (work->self);
  g_object_unref (work->group);
  g_free (work->selector);
  g_free (work);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

/* (nullable): NULL when it has gone meanwhile. */
static Work *
work_new (LkPersonalWindow *self, GVariant *parameter)
{
  const char *selector = g_variant_get_string (parameter, NULL);
  LkPersonalGroup *group = lk_personal_list_find (self->list, selector);
  Work *work;

  if (group == NULL)
    return NULL;
  work = g_new0 (Work, 1);
  work->self = g_object_ref (self);
  work->group = g_object_ref (group);
  work->selector = g_strdup (selector);
  return work;
}

static void
start (Work *work, LkPersonalDeed deed, GAsyncReadyCallback callback)
{
  lk_personal_deed_async (work->group, work->selector, deed, GTK_WINDOW (work->self),
                          work->self->cancellable, callback, work);
}

static void
view_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (Work) work = work_new (LK_PERSONAL_WINDOW (widget), parameter);
  LkPersonal *personal = work != NULL ? lk_personal_group_find (work->group, work->selector) : NULL;

  if (personal != NULL)
    lk_door_open_certificate (GTK_WINDOW (widget), NULL,
                              lk_personal_get_fields (personal)->certificate);
}

static void
proved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Work) work = data;
  g_autoptr (GError) error = NULL;

  if (lk_personal_deed_finish (result, &error))
    {
      lk_personal_group_set_key_matches (work->group, work->selector, LK_ANSWER_YES);
      say (work->self, _ ("Proved: the key belongs to the certificate"));
      return;
    }
  if (g_error_matches (error, LK_ERROR, LK_ERROR_KEY_MISMATCH))
    lk_personal_group_set_key_matches (work->group, work->selector, LK_ANSWER_NO);
  lk_error_present (GTK_WINDOW (work->self), error);
}

static void
prove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  Work *work = work_new (LK_PERSONAL_WINDOW (widget), parameter);

  if (work != NULL)
    start (work, LK_PERSONAL_PROVE, proved_cb);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Work) work = data;
  g_autoptr (GError) error = NULL;

  if (lk_personal_deed_finish (result, &error))
    say (work->self, _ ("The key came out, and was wiped: it is exportable"));
  else
    lk_error_present (GTK_WINDOW (work->self), error);
}

static void
test_export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  Work *work = work_new (LK_PERSONAL_WINDOW (widget), parameter);

  if (work != NULL)
    start (work, LK_PERSONAL_TEST_EXPORT, exported_cb);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Work) work = data;
  g_autoptr (GError) error = NULL;

  if (lk_personal_deed_finish (result, &error))
    say (work->self, _ ("Certificate and private key are removed"));
  else
    lk_error_present (GTK_WINDOW (work->self), error);
  lk_personal_group_refresh (work->group);
}

static void
remove_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Work) work = data;

  if (lk_alert_finish (result, NULL))
    start (g_steal_pointer (&work), LK_PERSONAL_REMOVE, removed_cb);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  Work *work = work_new (LK_PERSONAL_WINDOW (widget), parameter);
  LkPersonal *personal = work != NULL ? lk_personal_group_find (work->group, work->selector) : NULL;
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  if (personal == NULL)
    return;
  /* Translators: %s is the name of a certificate */
  heading = g_strdup_printf (
    _ ("Remove “%s”?"), lk_certificate_get_title (lk_personal_get_fields (personal)->certificate));
  /* Translators: %s is the name of a store of certificates */
  body = g_strdup_printf (_ ("The certificate and its private key are removed from “%s”. Without another copy of the key nobody can "
                             "log in with it any more: cameras that ask for it stay closed to you."),
                          lk_personal_group_get_title (work->group));
  lk_alert_async (GTK_WINDOW (widget),
                  &(LkAlert){ .heading = heading,
                              .body = body,
                              .verb = _ ("_Remove"),
                              .appearance = ADW_RESPONSE_DESTRUCTIVE },
                  NULL, remove_answered_cb, work);
}

/* (transfer none) (nullable) */
static LkPersonalGroup *
find_group (LkPersonalWindow *self, const char *store_id)
{
  GListModel *groups = lk_personal_list_get_groups (self->list);

  for (guint i = 0; i < g_list_model_get_n_items (groups); i++)
    {
      g_autoptr (LkPersonalGroup) group = g_list_model_get_item (groups, i);

      if (g_str_equal (lk_personal_group_get_id (group), store_id))
        return group; /* the model holds it */
    }
  return NULL;
}

static void
installed_cb (LkPersonalWindow *self, LkPersonal *personal)
{
  LkPersonalGroup *group = find_group (self, lk_personal_get_fields (personal)->store_id);

  if (group != NULL)
    lk_personal_group_take (group, personal);
  else
    lk_personal_list_refresh (self->list); /* it made its store, too */
}

static void
present_wizard (LkPersonalWindow *self, GFile *file, const char *store_id)
{
  LkPersonalWizard *wizard = lk_personal_wizard_present (GTK_WINDOW (self), file, store_id);

  g_signal_connect_object (wizard, "installed", G_CALLBACK (installed_cb), self, G_CONNECT_SWAPPED);
}

static void
import_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  present_wizard (LK_PERSONAL_WINDOW (widget), NULL, NULL);
}

/* From the original file, into the store that it is in. */
static void
import_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkPersonalWindow *self = LK_PERSONAL_WINDOW (widget);
  g_autoptr (Work) work = work_new (self, parameter);

  if (work != NULL)
    present_wizard (self, NULL, lk_personal_group_get_id (work->group));
}

static gboolean
drop_cb (LkPersonalWindow *self, const GValue *value)
{
  GFile *file = g_value_get_object (value);

  if (file == NULL)
    return FALSE;
  present_wizard (self, file, NULL);
  return TRUE;
}

static void
unlock_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkPersonalGroup *group =
    find_group (LK_PERSONAL_WINDOW (widget), g_variant_get_string (parameter, NULL));

  if (group != NULL)
    lk_personal_group_unlock (group, GTK_WINDOW (widget));
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkPersonalWindow *self = LK_PERSONAL_WINDOW (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
reload_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_personal_list_refresh (LK_PERSONAL_WINDOW (widget)->list);
}

static const struct
{
  const char *name;
  const char *parameter_type;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  { "personal.view", "s", view_action },
  { "personal.prove", "s", prove_action },
  { "personal.test-export", "s", test_export_action },
  { "personal.remove", "s", remove_action },
  { "personal.import", NULL, import_action },
  { "personal.import-again", "s", import_again_action },
  { "personal.unlock", "s", unlock_action },
  { "personal.search", NULL, search_action },
  { "personal.reload", NULL, reload_action },
};

static void
lk_personal_window_dispose (GObject *object)
{
  LkPersonalWindow *self = LK_PERSONAL_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->list != NULL)
    g_object_run_dispose (G_OBJECT (self->list)); /* a job may still hold it */
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_PERSONAL_WINDOW);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (lk_personal_window_parent_class)->dispose (object);
}

static void
lk_personal_window_finalize (GObject *object)
{
  g_object_unref (LK_PERSONAL_WINDOW (object)->cancellable);
  G_OBJECT_CLASS (lk_personal_window_parent_class)->finalize (object);
}

static void
lk_personal_window_class_init (LkPersonalWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_personal_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = lk_personal_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/personal/lk-personal-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWindow, search_bar);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalWindow, sections);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter_type,
                                     actions[i].activate);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "personal.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "personal.reload", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lk_personal_window_init (LkPersonalWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  self->cancellable = g_cancellable_new ();
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  g_signal_connect_object (self->search_bar, "notify::search-mode-enabled",
                           G_CALLBACK (search_changed_cb), self, G_CONNECT_SWAPPED);
  self->list = lk_personal_list_new ();
  g_signal_connect_object (self->list, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

void
lk_personal_window_present (GtkWindow *parent)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  GtkWindow *self = NULL;

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (LK_IS_PERSONAL_WINDOW (l->data))
        self = l->data;
    }
  if (self == NULL)
    self = g_object_new (LK_TYPE_PERSONAL_WINDOW, "transient-for", parent, "application",
                         parent != NULL ? gtk_window_get_application (parent) : NULL, NULL);
  gtk_window_present (self);
}
